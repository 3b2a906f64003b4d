"""A report boiled down to plain facts, in the shape of the expectations beside the texts."""

from typing import Any

from articles.intake.report import Found, Report

FIRST_WORDS = 6


def value(found: Found[Any] | None) -> Any:
    return found.value if found else None


def facts(report: Report) -> dict[str, Any]:
    """Everything an expectation may name; what it does not name is not compared."""
    return {
        "header": value(report.header).date.isoformat() if report.header else None,
        "header_kind": str(value(report.header).kind) if report.header else None,
        "kicker": value(report.kicker),
        "headline": value(report.headline),
        "lead": value(report.lead),
        "dateline_code": value(report.dateline_code),
        "dateline_place": value(report.dateline_place),
        "event_date": value(report.event_date).isoformat() if report.event_date else None,
        "event_end": value(report.event_end).isoformat() if report.event_end else None,
        "event_date_text": value(report.day_phrase),
        "event_month_day": value(report.event_day),
        "event_date_origin": str(report.event_date.origin) if report.event_date else None,
        "event_date_reason": report.event_date.reason.name if report.event_date and report.event_date.reason else None,
        "part_of_day": str(value(report.part_of_day)) if report.part_of_day else None,
        "title": value(report.title),
        "kind": str(value(report.kind)) if report.kind else None,
        "organiser": report.organisers[0].value if report.organisers else None,
        "organisers": [each.value for each in report.organisers],
        "venue": value(report.venue),
        "venue_province": value(report.host_province).name if report.host_province else None,
        "venue_province_slug": value(report.host_province).slug if report.host_province else None,
        "venue_province_origin": str(report.host_province.origin) if report.host_province else None,
        "link_ups": [each.value for each in report.link_ups],
        "cluster": value(report.cluster).name if report.cluster else None,
        "provinces_taking_part": [each.value.name for each in report.provinces],
        "officials": [
            {
                "name": each.name.value,
                "titles": [title.value for title in each.titles],
                "role": str(each.roles[0].value),
                "roles": [str(role.value) for role in each.roles],
            }
            for each in report.officials
        ],
        "groups": [each.name.value for each in report.groups],
        "headcounts": [each.headcount.value for each in report.groups if each.headcount],
        "figures": [
            {
                "value": str(value(each.value)) if each.value else None,
                "unit": value(each.unit),
                "percent": str(value(each.percent)) if each.percent else None,
                "done": str(value(each.done)) if each.done else None,
                "plan": str(value(each.plan)) if each.plan else None,
                "level": str(value(each.level)) if each.level else None,
                "qualifier": str(each.qualifier) if each.qualifier else None,
                "indicator": value(each.indicator),
                "period": value(each.period),
                "place": value(each.place).name if each.place else None,
                "said_by": each.said_by,
            }
            for each in report.figures
        ],
        "directives": [" ".join(each.text.value.split()[:FIRST_WORDS]) for each in report.directives],
        "directive_ends": [" ".join(each.text.value.split()[-3:]) for each in report.directives],
        "legal_references": [value(each.legal_reference) for each in report.directives],
        "due": [value(each.due) for each in report.directives],
        "issuer": next((issuer.value for each in report.directives for issuer in each.issuers), None),
        "issuers": list(dict.fromkeys(issuer.value for each in report.directives for issuer in each.issuers)),
        "addressees": list(dict.fromkeys(to.value for each in report.directives for to in each.addressees)),
        "themes": [list(each.themes) for each in report.directives],
        "complete": all(each.is_complete for each in report.directives),
        "captions": [each.text.value for each in report.captions],
        "credits": [each.credit.value for each in report.captions if each.credit],
        "caption_officials": [list(each.officials) for each in report.captions],
        "byline": report.bylines[0].value if report.bylines else None,
        "bylines": [each.value for each in report.bylines],
        "source": value(report.source),
        "furniture": [each.value for each in report.furniture],
        "paragraphs": len(report.body),
        "doubts": [each.code.name for each in report.doubts],
    }
