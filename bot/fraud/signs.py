"""The signs of fraud that are known. What each is worth and what is said of it stands in content/fraud_signs.yml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Sign(Enum):
    """Each sign by its name in `details` and in content/fraud_signs.yml, which is its name here in small letters.

    Of signs worth the same, the one that stands first here is told first.
    """

    # What it wants.
    ASKS_SECRET = "asks_secret"
    SAFE_ACCOUNT = "safe_account"
    COURIER = "courier"
    REMOTE_CONTROL = "remote_control"
    CALL_FORWARDING = "call_forwarding"
    FAMILY_NUMBER = "family_number"
    FAMILY_OPENING = "family_opening"
    FAMILY_MONEY = "family_money"
    COMPENSATION_OFFER = "compensation_offer"
    ADVANCE_FEE = "advance_fee"
    EXTORTION = "extortion"
    PREMIUM_NUMBER = "premium_number"
    UNUSUAL_PAYMENT = "unusual_payment"
    APPROVES_PAYMENT = "approves_payment"
    FOREIGN_ACCOUNT = "foreign_account"
    CHANGED_ACCOUNT = "changed_account"
    PAY_TO_ACCOUNT = "pay_to_account"
    DATA_TO_CONFIRM = "data_to_confirm"
    RENEWAL = "renewal"
    LOG_IN = "log_in"
    PAYMENT_LINK = "payment_link"
    MOVES_ELSEWHERE = "moves_elsewhere"
    DEPOSIT = "deposit"
    HIDDEN_LINK = "hidden_link"
    PRIVATE_MAIL = "private_mail"
    CALL_BACK = "call_back"
    REPLY_TRICK = "reply_trick"
    FOLLOW_LINK = "follow_link"
    QR_CODE = "qr_code"

    # Where it leads, and what it comes with.
    SHOWN_LINK_DIFFERS = "shown_link_differs"
    LOOKALIKE_DOMAIN = "lookalike_domain"
    BRAND_IN_DOMAIN = "brand_in_domain"
    BRAND_AS_SUBDOMAIN = "brand_as_subdomain"
    USER_IN_LINK = "user_in_link"
    IP_ADDRESS = "ip_address"
    DISGUISED_LETTERS = "disguised_letters"
    DANGEROUS_ATTACHMENT = "dangerous_attachment"
    LINK_NOT_OFFICIAL = "link_not_official"
    SENDER_NOT_OFFICIAL = "sender_not_official"
    NUMBER_NOT_OFFICIAL = "number_not_official"
    BRAND_IN_PATH = "brand_in_path"
    SHORTENER = "shortener"
    FREE_HOSTING = "free_hosting"
    PRIVATE_NUMBER = "private_number"
    ADDRESS_UNKNOWN = "address_unknown"
    LINK_UNKNOWN = "link_unknown"
    TELLING_NAME = "telling_name"
    ABUSED_TLD = "abused_tld"
    LONG_LINK = "long_link"

    # What it tells, and how.
    FIRST_CONTACT = "first_contact"
    PRIZE = "prize"
    EASY_MONEY = "easy_money"
    PARCEL_FEE = "parcel_fee"
    LEGAL_THREAT = "legal_threat"
    IMPERSONATES_AUTHORITY = "impersonates_authority"
    THREAT = "threat"
    INCIDENT_LURE = "incident_lure"
    REFUND = "refund"
    ACCOUNT_ALERT = "account_alert"
    PAYMENT_PROBLEM = "payment_problem"
    WAITING_MESSAGE = "waiting_message"
    WORDING_LIKE_FRAUD = "wording_like_fraud"
    SECRECY = "secrecy"
    RUMOUR = "rumour"
    URGENCY = "urgency"
    SHOUTING = "shouting"
    GENERIC_GREETING = "generic_greeting"


@dataclass(frozen=True)
class Evidence:
    """A sign that was seen; `detail`: the domain, number or file it was seen on, already safe to print; `name`: whose
    name is borrowed, where that is not the company's."""

    sign: Sign
    detail: str = ""
    name: str = ""
