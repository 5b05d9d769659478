"""Signing in and out, one's own page, administration of staff."""

from django.urls import path

from tinhso.kernel.identity.desk import (
    citizen_sign_in,
    clients,
    me,
    reveal,
    seats,
    session,
    sitting,
    staff,
    staff_sign_in,
)

app_name = "identity"
ACCOUNT = "quan-tri/can-bo/<uuid:account_id>"
urlpatterns = [
    path("dang-nhap", staff_sign_in.sign_in, name="staff_sign_in"),
    path("dang-nhap/ma", staff_sign_in.code, name="staff_code"),
    path("dang-nhap/thiet-bi", staff_sign_in.device, name="staff_device"),
    path("dang-nhap/mat-khau-moi", staff_sign_in.new_password, name="staff_new_password"),
    path("dang-nhap/cong-dan", citizen_sign_in.sign_in, name="citizen_sign_in"),
    path("dang-nhap/cong-dan/di", citizen_sign_in.begin, name="citizen_begin"),
    path("dang-nhap/cong-dan/tro-lai", citizen_sign_in.come_back, name="citizen_return"),
    path("dang-nhap/vi-tri", session.choose_seat, name="choose_seat"),
    path("dang-xuat", session.sign_out, name="sign_out"),
    path("da-dang-xuat", session.signed_out, name="signed_out"),
    path("tai-khoan", me.me, name="me"),
    path("tai-khoan/lien-he", me.change_contact, name="change_contact"),
    path("tai-khoan/nop-ho", me.give_consent, name="give_consent"),
    path("tai-khoan/nop-ho/<uuid:consent_id>/rut", me.withdraw_consent, name="withdraw_consent"),
    path("tai-khoan/uy-quyen", sitting.my_delegations, name="my_delegations"),
    path("tai-khoan/uy-quyen/<uuid:delegation_id>/thu-hoi", sitting.revoke_mine, name="revoke_mine"),
    path("tai-khoan/mat-khau", me.change_password, name="change_password"),
    path("ca-nhan/<uuid:person_id>/so-dinh-danh", reveal.reveal, name="reveal"),
    path("quan-tri/vi-tri", sitting.who_sits, name="who_sits"),
    path("quan-tri/can-bo", staff.staff, name="staff"),
    path("quan-tri/can-bo/moi", staff.new_account, name="new_account"),
    path("quan-tri/khoa-api", clients.api_clients, name="api_clients"),
    path("quan-tri/khoa-api/moi", clients.new_api_client, name="new_api_client"),
    path("quan-tri/khoa-api/<uuid:client_id>/doi-bi-mat", clients.rotate_api_client, name="rotate_api_client"),
    path("quan-tri/khoa-api/<uuid:client_id>/dong", clients.close_api_client, name="close_api_client"),
    path(ACCOUNT, staff.account, name="account"),
    path(f"{ACCOUNT}/mat-khau", staff.reset_password, name="reset_password"),
    path(f"{ACCOUNT}/thiet-bi", staff.reset_device, name="reset_device"),
    path(f"{ACCOUNT}/khoa", staff.close_account, name="close_account"),
    path(f"{ACCOUNT}/mo-khoa", staff.reopen_account, name="reopen_account"),
    path(f"{ACCOUNT}/vi-tri", seats.assign, name="assign_seat"),
    path(f"{ACCOUNT}/vi-tri/<uuid:seat_id>/thoi", seats.end, name="end_seat"),
    path(f"{ACCOUNT}/uy-quyen", seats.delegate, name="delegate"),
    path(f"{ACCOUNT}/uy-quyen/<uuid:delegation_id>/thu-hoi", seats.revoke, name="revoke_delegation"),
]
