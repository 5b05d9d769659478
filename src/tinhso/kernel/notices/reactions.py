"""The bell in every header: how many notices nobody has read yet, asked anew on each page."""

from tinhso.base.actor import Actor
from tinhso.kernel.notices.queries.lists import unread_count
from tinhso.shell import menu


def bell(actor: Actor) -> menu.Bell:
    return menu.Bell("notices:desk" if actor.is_staff else "notices:mine", unread_count(actor))


menu.ring_by(bell)
