"""What each pasted text of the corpus says, worked out by hand.

The present is Monday 23 November 2026, 9:00 in London. A date is its readings, the likelier first, divided by
" or "; what a reading does not say is left out. Fields not named here are empty.
"""

from __future__ import annotations

from typing import Any

THU = "2026-12-03 15:00"

LETTERS: dict[str, dict[str, Any]] = {
    "plain": {
        "dates": [f"{THU} Europe/London"],
        "company": "Northwind Trading",
        "role": "Data Analyst",
        "interviewers": ["Priya Nair, Head of Operations", "Ben Okafor, CFO"],
        "link": "https://teams.microsoft.com/l/meetup-join/abc",
        "format": "video",
    },
    "labelled": {
        "dates": [f"{THU}-16:00 America/New_York"],
        "place": "500 Lake Street, 4th floor, Albany",
        "company": "Northwind Trading",
        "role": "Senior Data Analyst",
        "interviewers": ["Priya Nair, Head of Operations", "Ben Okafor, VP, Engineering"],
        "format": "onsite",
    },
    "when_where": {
        "dates": [f"{THU}-16:00 Europe/London"],
        "place": "12 High Street, Leeds LS1 4AB",
        "format": "onsite",
    },
    "phone_call": {
        "dates": ["2026-12-04 10:30 America/New_York"],
        "interviewers": ["Priya Nair"],
        "format": "phone",
    },
    "onsite_sentence": {
        "dates": ["2026-12-03 14:30 Europe/London"],
        "place": "12 High Street",
        "format": "onsite",
        "panel": True,
    },
    "panel": {
        "dates": ["2026-12-03 09:00"],
        "company": "Northwind Trust",
        "role": "Programme Officer",
        "interviewers": ["Dana Whitlock, Director of Programmes", "Ben Okafor", "Priya Nair"],
        "panel": True,
    },
    "choice": {"dates": ["2026-12-01 10:00", "2026-12-02 14:00"]},
    "choice_list": {"dates": ["2026-12-01 10:00", "2026-12-02 14:00", "2026-12-03 16:30"]},
    "ambiguous_date": {"dates": ["2027-02-03 14:00 or 2027-03-02 14:00"]},
    "ambiguous_hour": {"dates": ["2026-12-03 08:00"]},
    "date_without_time": {"dates": ["2026-12-03"]},
    "no_date": {},
    "deadline_only": {"doubts": ["it reads as a deadline"]},
    "quoted_reply": {"dates": [THU]},
    "forwarded": {
        "dates": ["2026-11-26 15:00"],
        "subject": "Interview for Data Analyst at Northwind",
        "sender": "Ada Byrne <ada.byrne@northwind.example>",
        "company": "Northwind",
        "role": "Data Analyst",
    },
    "outlook_headers": {
        "dates": ["2026-12-01 10:30 America/Los_Angeles"],
        "subject": "Interview confirmation",
        "link": "https://us02web.zoom.us/j/8901234567?pwd=QUJD",
        "format": "video",
    },
    "tomorrow_sent_days_ago": {
        "dates": ["2026-11-23 16:00"],
        "subject": "Tomorrow",
        "sender": "Ada Byrne <ada.byrne@northwind.example>",
    },
    "eml_with_calendar": {
        "subject": "Interview at Northwind \N{EN DASH} Zürich",
        "sender": "Ada Byrne <ada.byrne@northwind.example>",
        "company": "Northwind",
        "interviewers": ["Priya Nair, Head of Operations"],
        "invitations": ["2026-12-03 15:00 Europe/Zurich named"],
    },
    "eml_html": {
        "dates": [f"{THU} Europe/Paris"],
        "subject": "Your interview",
        "sender": " <hire@northwind.example>",
        "link": "https://meet.google.com/abc-defg-hij",
        "format": "video",
    },
    "zone_full_name": {
        "dates": [f"{THU}-16:00 Europe/Paris"],
        "link": "https://meet.google.com/abc-defg-hij",
        "format": "video",
    },
    "zone_unknown": {"dates": [THU], "doubts": ["XKT"]},
    "zone_shared": {"dates": [THU], "doubts": ["IST"]},
    "two_zones_one_time": {"dates": ["2026-12-09 09:00 America/Los_Angeles"], "format": "phone"},
    "rescheduled": {"dates": ["2026-12-04 11:00"]},
    "cancelled": {"dates": [THU], "cancelled": True},
    "thin": {"dates": ["2026-11-26 15:00"]},
    "wrapped_lines": {
        "dates": [THU],
        "interviewers": ["Priya Nair, Head of Operations", "Ben Okafor, Data Lead"],
    },
    "company_is_no_person": {
        "dates": [THU],
        "subject": "Interview with Northwind Trading",
        "company": "Northwind Trading",
    },
    "schedule_of_the_day": {
        "dates": ["2026-12-09 13:00-15:30 America/New_York"],
        "interviewers": ["Priya Nair, Director of Product", "Ben Okafor, Engineering Manager"],
        "company": "Northwind Health",
        "format": "onsite",
    },
    "google_text": {
        "dates": ["2026-12-08 14:00-15:00 America/New_York"],
        "subject": "Invitation: Interview - Marketing Manager @ Tue Dec 8, 2026 2pm - 3pm (EST) (cleo@mail.example)",
        "role": "Marketing Manager",
        "link": "https://meet.google.com/abc-defg-hij",
        "format": "video",
    },
    "formal_panel": {
        "dates": ["2026-12-14 10:15"],
        "role": "Administrative Officer",
        "interviewers": ["Dana Whitlock, Head of Service", "Ben Okafor, Team Manager"],
    },
    "thanks_for_the_interest": {
        "company": "Northwind",
        "role": "Product Manager",
        "interviewers": ["María José García, Chief Product Officer", "Li-Wei O'Neill, Engineering Manager"],
    },
    "curly_and_dashes": {
        "dates": [f"{THU}-16:00"],
        "interviewers": ["Priya Nair, Head of Operations"],
    },
    "two_companies": {"dates": [THU]},
    "application_date_is_not_it": {"dates": [THU]},
    "hybrid": {
        "dates": [THU],
        "place": "12 High Street, Leeds",
        "link": "https://zoom.us/j/8901234567",
    },
    "pasted_calendar": {"invitations": ["2026-12-03 15:00 Europe/London named"]},
    "teams_block": {
        "dates": [THU],
        "link": "https://teams.microsoft.com/meet/2345?p=abc",
        "format": "video",
    },
    "outlook_reply": {"dates": [THU]},
    "only_if_cancelled": {"dates": [THU]},
    "moved_by_words": {},
    "either_hour": {},
    "not_a_letter": {},
}
