"""The signs of fraud that are known, and how much each weighs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class Strength(IntEnum):
    """How much a sign says: strong is enough alone, two medium ones are, weak ones only make careful."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 3


class Sign(Enum):
    """Each sign by its name in `details` and in content/fraud_signs.yml, which is its name here in small letters.

    Within a strength, the most telling comes first.
    """

    ASKS_SECRET = "asks_secret", Strength.STRONG
    SHOWN_LINK_DIFFERS = "shown_link_differs", Strength.STRONG
    LOOKALIKE_DOMAIN = "lookalike_domain", Strength.STRONG
    BRAND_IN_DOMAIN = "brand_in_domain", Strength.STRONG
    BRAND_AS_SUBDOMAIN = "brand_as_subdomain", Strength.STRONG
    USER_IN_LINK = "user_in_link", Strength.STRONG
    IP_ADDRESS = "ip_address", Strength.STRONG
    DISGUISED_LETTERS = "disguised_letters", Strength.STRONG
    COMPENSATION_OFFER = "compensation_offer", Strength.STRONG
    REMOTE_CONTROL = "remote_control", Strength.STRONG
    DANGEROUS_ATTACHMENT = "dangerous_attachment", Strength.STRONG
    PREMIUM_NUMBER = "premium_number", Strength.STRONG
    CALL_FORWARDING = "call_forwarding", Strength.STRONG

    BRAND_IN_PATH = "brand_in_path", Strength.MEDIUM
    LINK_NOT_OFFICIAL = "link_not_official", Strength.MEDIUM
    OTHER_NAME_IN_LINK = "other_name_in_link", Strength.MEDIUM
    SHORTENER = "shortener", Strength.MEDIUM
    FREE_HOSTING = "free_hosting", Strength.MEDIUM
    SENDER_NOT_OFFICIAL = "sender_not_official", Strength.MEDIUM
    DATA_TO_CONFIRM = "data_to_confirm", Strength.MEDIUM
    REFUND_OR_PRIZE = "refund_or_prize", Strength.MEDIUM
    PAYMENT_LINK = "payment_link", Strength.MEDIUM
    UNUSUAL_PAYMENT = "unusual_payment", Strength.MEDIUM
    CHANGED_ACCOUNT = "changed_account", Strength.MEDIUM
    THREAT = "threat", Strength.MEDIUM
    URGENCY = "urgency", Strength.MEDIUM
    ACCOUNT_ALERT = "account_alert", Strength.MEDIUM
    MOVES_ELSEWHERE = "moves_elsewhere", Strength.MEDIUM
    IMPERSONATES_AUTHORITY = "impersonates_authority", Strength.MEDIUM
    PRIVATE_NUMBER = "private_number", Strength.MEDIUM

    LINK_UNKNOWN = "link_unknown", Strength.WEAK
    ABUSED_TLD = "abused_tld", Strength.WEAK
    LONG_LINK = "long_link", Strength.WEAK
    PAYMENT_PROBLEM = "payment_problem", Strength.WEAK
    QR_CODE = "qr_code", Strength.WEAK
    SHOUTING = "shouting", Strength.WEAK
    GENERIC_GREETING = "generic_greeting", Strength.WEAK

    strength: Strength

    def __new__(cls, identifier: str, strength: Strength) -> Sign:
        member = object.__new__(cls)
        member._value_ = identifier
        member.strength = strength
        return member


@dataclass(frozen=True)
class Evidence:
    """A sign that was seen, and the domain, number or file it was seen on, already safe to print."""

    sign: Sign
    detail: str = ""


def strongest_first(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Each sign once, with the first evidence for it."""
    first: dict[Sign, Evidence] = {}
    for evidence in found:
        first.setdefault(evidence.sign, evidence)
    return tuple(first[sign] for sign in Sign if sign in first)
