"""Every paper of the awards, made from one record: what a page or a command asks for.

Certificates and the council's papers are Vietnamese whatever language is spoken; the script is in
the language spoken. `issuer` says who gives and signs; left out, the province's post office.
"""

from lib.exports.award_script import script
from lib.exports.award_words import Issuer
from lib.exports.certificates import certificate, certificates
from lib.exports.council_docx import minutes_docx, proposal_list_docx
from lib.exports.council_papers import minutes, proposal_list

__all__ = [
    "Issuer",
    "certificate",
    "certificates",
    "minutes",
    "minutes_docx",
    "proposal_list",
    "proposal_list_docx",
    "script",
]
