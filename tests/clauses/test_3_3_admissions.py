"""三（三） Admissions: a prospectus with everything the rules want, reviewed, then public, never a pre-enrolment."""

from datetime import datetime

from django.test import Client

from skillweek.accounts.models import User
from skillweek.admissions.tests.factories import make_prospectus
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition


def test_a_prospectus_is_complete_before_it_goes_up(
    now: datetime, edition: Edition, school: Organisation, he: User, zhou: User, lin: User, sign_in
) -> None:
    prospectus = make_prospectus(school, edition, certificate_school="")
    desk = prospectus.get_desk_url()
    teacher = sign_in(he)
    teacher.post(f"{desk}submit/")
    prospectus.refresh_from_db()
    assert prospectus.state == "draft"
    prospectus.certificate_school = school.name
    prospectus.save()
    teacher.post(f"{desk}submit/")
    sign_in(zhou).post(f"{desk}approve/")
    sign_in(lin).post(f"{desk}approve/")
    prospectus.refresh_from_db()
    assert prospectus.state == "published"
    page = Client().get(prospectus.get_absolute_url()).content.decode()
    assert prospectus.full_name in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
