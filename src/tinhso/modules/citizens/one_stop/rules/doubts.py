"""What an import doubts or refuses, each reason with its code and its sentence."""

from tinhso.base.messages import gettext_noop

DOUBTS = {
    "name_broken": gettext_noop("tên có dấu xuống dòng hoặc khoảng trắng thừa ở giữa; đã nối lại"),
    "level_unknown": gettext_noop("cấp thực hiện không nhận ra; đã để trống cấp đó"),
    "levels_missing": gettext_noop("không ghi cấp thực hiện"),
    "level_abolished": gettext_noop("ghi cấp huyện, cấp này đã chấm dứt từ 01/7/2025; đã bỏ"),
    "sector_missing": gettext_noop("không ghi lĩnh vực"),
    "decision_missing": gettext_noop("không ghi quyết định công bố"),
    "results_unread": gettext_noop("phần kết quả không đọc được"),
    "channels_missing": gettext_noop("không ghi cách nộp, thời hạn, phí"),
    "channels_unread": gettext_noop("phần cách nộp, thời hạn, phí không đọc được"),
    "channel_unknown": gettext_noop("hình thức nộp không nhận ra; đã bỏ dòng đó"),
    "time_missing": gettext_noop("không ghi thời hạn"),
    "time_unread": gettext_noop("thời hạn không phải số dùng được; đã để trống"),
    "time_merged_with_fee": gettext_noop("số thời hạn dính liền với số tiền; đã để trống"),
    "unit_missing": gettext_noop("thời hạn không có đơn vị (ngày, ngày làm việc hay giờ)"),
    "unit_unknown": gettext_noop("đơn vị thời hạn không nhận ra; đã để trống"),
    "day_or_working_day": gettext_noop("ghi “Ngày” nhưng ghi chú nói ngày làm việc; đã để trống đơn vị"),
    "fee_missing": gettext_noop("không ghi phí"),
    "fee_unread": gettext_noop("phí không phải số dùng được; đã để trống"),
    "fee_set_elsewhere": gettext_noop(
        "ghi 0 đồng nhưng ghi chú dẫn tới mức thu quy định ở nơi khác: không phải miễn phí"
    ),
    "fee_in_note": gettext_noop("mức phí chỉ nằm trong ghi chú; đã để trống"),
    "fee_off_by_thousand": gettext_noop("phí dưới 1.000 đồng, có thể thiếu ba số 0; đã để trống"),
    "fee_foreign": gettext_noop("phí ghi bằng ngoại tệ; đã để trống"),
    "fee_varies": gettext_noop("ghi chú nêu mức phí khác với số đã ghi"),
}

REFUSALS = {
    "json_broken": gettext_noop("dòng không phải JSON đọc được"),
    "too_long": gettext_noop("dòng dài quá mức cho phép"),
    "not_a_record": gettext_noop("dòng không phải một thủ tục"),
    "code_missing": gettext_noop("không có mã thủ tục"),
    "code_malformed": gettext_noop("mã thủ tục không đúng dạng 1.001193"),
    "code_twice": gettext_noop("mã thủ tục đã có ở dòng trên trong tệp này"),
    "name_missing": gettext_noop("không có tên thủ tục"),
    "name_too_long": gettext_noop("tên thủ tục dài quá 2.000 ký tự"),
}
