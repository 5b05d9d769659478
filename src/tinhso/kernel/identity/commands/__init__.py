"""tinhso admin …, tinhso staff …"""

from tinhso.kernel.identity.commands import admin, staff

NOUN, app = "admin", admin.app
MORE = {"staff": staff.app}
