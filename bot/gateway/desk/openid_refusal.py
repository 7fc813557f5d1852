"""The page for whom OpenID Connect did not bring to the desk; in every language, as nothing tells which is theirs."""

from __future__ import annotations

import html
from http import HTTPStatus
from typing import Literal

from aiohttp import web

from bot.language import LANGUAGES, Language

Reason = Literal["no_agent", "not_proven", "away"]

_STATUS: dict[Reason, HTTPStatus] = {
    "no_agent": HTTPStatus.FORBIDDEN,
    "not_proven": HTTPStatus.FORBIDDEN,
    "away": HTTPStatus.BAD_GATEWAY,
}
_SENTENCES: dict[Reason, dict[Language, str]] = {
    "no_agent": {
        "fr": "Nous savons qui vous êtes, mais vous n'avez pas de compte ici. Demandez-en un à votre responsable.",
        "nl": "We weten wie u bent, maar hier is geen account op uw naam. Vraag het aan uw verantwoordelijke.",
        "en": "We know who you are, but nobody has opened an account for you here. Ask whoever leads your team.",
    },
    "not_proven": {
        "fr": "La connexion n'a pas abouti. Recommencez depuis la page de connexion.",
        "nl": "Het aanmelden is niet gelukt. Begin opnieuw vanaf de aanmeldpagina.",
        "en": "Signing in did not work. Start again from the sign-in page.",
    },
    "away": {
        "fr": "Le serveur de connexion de votre entreprise ne répond pas. Réessayez un peu plus tard.",
        "nl": "De aanmeldserver van uw bedrijf antwoordt niet. Probeer het wat later opnieuw.",
        "en": "Your company's sign-in server does not answer. Try again a little later.",
    },
}
_BACK: dict[Language, str] = {
    "fr": "Retour à la page de connexion",
    "nl": "Terug naar de aanmeldpagina",
    "en": "Back to the sign-in page",
}


def refusal_page(reason: Reason) -> web.Response:
    """Says why, and leads back."""
    paragraphs = "\n".join(
        f'<p lang="{language}">{html.escape(_SENTENCES[reason][language])} <a href="/desk">{_BACK[language]}</a></p>'
        for language in LANGUAGES
    )
    page = (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">\n'
        f"<title>Breachline</title>\n<main>\n{paragraphs}\n</main></html>\n"
    )
    return web.Response(text=page, content_type="text/html", status=_STATUS[reason])
