"""Addresses of notices: people read them, so they are Vietnamese."""

from django.urls import path

from tinhso.kernel.notices.desk import channels, reading, settings, texts

app_name = "notices"
urlpatterns = [
    path("thong-bao", reading.mine, name="mine"),
    path("thong-bao/cai-dat", settings.settings, name="settings"),
    path("thong-bao/da-doc", reading.read_all_mine, name="read_all_mine"),
    path("thong-bao/<uuid:notice_id>/mo", reading.open_mine, name="open_mine"),
    path("ban/thong-bao", reading.of_my_seat, name="desk"),
    path("ban/thong-bao/cach-nhan", settings.at_desk, name="desk_settings"),
    path("ban/thong-bao/da-doc", reading.read_all_at_desk, name="read_all_at_desk"),
    path("ban/thong-bao/<uuid:notice_id>/mo", reading.open_at_desk, name="open_at_desk"),
    path("quan-tri/thong-bao", texts.texts, name="texts"),
    path("quan-tri/thong-bao/kenh", channels.list_channels, name="channels"),
    path("quan-tri/thong-bao/kenh/<str:channel>/thu", channels.try_channel, name="try_channel"),
    path("quan-tri/thong-bao/<str:kind>/<str:language>/<str:channel>", texts.text, name="text"),
]
