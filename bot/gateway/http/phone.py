"""Checks a number to call back. This is the only place with the rule: pages ask the gateway."""

from __future__ import annotations

import phonenumbers
from phonenumbers import CountryCodeSource, PhoneNumberFormat, ValidationResult

from bot.gateway.errors import PhoneProblem, PhoneTooLong, PhoneTooShort, PhoneUnknown

HOME = "BE"  # numbers without a country's code


def dialable(written: str) -> str:
    """The number in the usual grouping, however it was typed or pasted. Raises the `PhoneProblem` that it has."""
    try:
        number = phonenumbers.parse(written, HOME, keep_raw_input=True)
    except phonenumbers.NumberParseException as error:
        raise _UNREADABLE.get(error.error_type, PhoneUnknown)() from None
    if not phonenumbers.is_valid_number(number):
        raise _IMPOSSIBLE.get(phonenumbers.is_possible_number_with_reason(number), PhoneUnknown)()
    at_home = number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY
    # Grouped anew, and without what else stood there; the country's code stays if it was given.
    grouping = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, grouping)


_UNREADABLE: dict[int, type[PhoneProblem]] = {
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: PhoneTooShort,
    phonenumbers.NumberParseException.TOO_SHORT_NSN: PhoneTooShort,
    phonenumbers.NumberParseException.TOO_LONG: PhoneTooLong,
}
_IMPOSSIBLE: dict[int, type[PhoneProblem]] = {
    ValidationResult.TOO_SHORT: PhoneTooShort,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: PhoneTooShort,
    ValidationResult.TOO_LONG: PhoneTooLong,
}
