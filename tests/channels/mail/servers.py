"""How some sixty mail servers send a mail back, in three languages, and where each leaves what names our message.

« From », « Subject », then the first words. Most of these follow no standard (RFC 3464).
"""

import base64
import quopri
from uuid import UUID

from parvis.channels.mail.tags import message_id, tagged

DOMAIN, ADDRESS, RECIPIENT = "ville.example.invalid", "mairie@ville.example.invalid", "aude@example.invalid"

SERVERS = [
    (
        "MAILER-DAEMON@mx.example.invalid (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        (
            "This is the mail system at host mx.example.invalid.\n\nI'm sorry to have to inform"
            " you that your message could not\nbe delivered to one or more recipients."
        ),
    ),
    (
        "Mail Delivery System <Mailer-Daemon@mx.example.invalid>",
        "Mail delivery failed: returning message to sender",
        (
            "This message was created automatically by mail delivery software.\n\nA message tha"
            "t you sent could not be delivered to one or more of its recipients."
        ),
    ),
    (
        "Mail Delivery System <Mailer-Daemon@mx.example.invalid>",
        "Warning: message 1abc delayed 24 hours",
        (
            "This message was created automatically by mail delivery software.\nA message that"
            " you sent has not yet been delivered to one or more of its\nrecipients after more"
            " than 24 hours on the queue on mx."
        ),
    ),
    (
        "System Administrator <postmaster@example.invalid>",
        "Undeliverable: Votre demande",
        "Your message did not reach some or all of the intended recipients.",
    ),
    (
        "Administrateur système <administrateur@example.invalid>",
        "Non remis : Votre demande",
        "Votre message n'a pas été remis à certains des destinataires ou à aucun d'entre eux.",
    ),
    (
        "Systemadministrator <postmaster@example.invalid>",
        "Unzustellbar: Ihre Anfrage",
        "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.",
    ),
    (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.invalid>",
        "Undeliverable: Your request",
        "Delivery has failed to these recipients or groups:",
    ),
    (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.invalid>",
        "Non remis : Votre demande",
        "Échec de la remise pour les destinataires ou groupes suivants :",
    ),
    (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.invalid>",
        "Unzustellbar: Ihre Anfrage",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:",
    ),
    (
        "MAILER-DAEMON@mx.example.invalid",
        "failure notice",
        (
            "Hi. This is the qmail-send program at mx.example.invalid.\nI'm afraid I wasn't ab"
            "le to deliver your message to the following addresses."
        ),
    ),
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        (
            "** Address not found **\n\nYour message wasn't delivered to aude@example.invalid b"
            "ecause the address couldn't be found"
        ),
    ),
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Delay)",
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message",
    ),
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Adresse introuvable **\n\nVotre message n'est pas parvenu à aude@example.invalid",
    ),
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Adresse nicht gefunden **\n\nIhre Nachricht wurde nicht an aude@example.invalid zugestellt",
    ),
    (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.invalid>",
        "Returned mail: see transcript for details",
        (
            "The original message was received at Sat, 21 Nov 2026 10:00:00 +0100\nfrom localh"
            "ost\n\n   ----- The following addresses had permanent fatal errors -----"
        ),
    ),
    (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.invalid>",
        "Warning: could not send message for past 4 hours",
        (
            "    **********************************************\n    **      THIS IS A WARNING"
            " MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **"
        ),
    ),
    (
        "postmaster@orange.example.invalid",
        "Message non distribue",
        "Votre message n'a pas pu etre distribue au destinataire suivant :",
    ),
    (
        "MAILER-DAEMON@orange.fr (Mail Delivery System)",
        "Échec de la remise du message",
        "Votre message n'a pu être délivré",
    ),
    (
        "MAILER-DAEMON@free.fr (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "Ceci est le serveur de messagerie de free.fr. Votre message n'a pas pu être remis.",
    ),
    (
        "postmaster@laposte.net",
        "Message non délivré",
        "Bonjour,\nLe message que vous avez envoyé n'a pas pu être délivré",
    ),
    (
        "MAILER-DAEMON@mo.mail-out.ovh.net",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mo.mail-out.ovh.net.",
    ),
    (
        "MAILER-DAEMON@sfr.fr",
        "Notification d'état de remise (échec)",
        (
            "Ceci est une notification automatique d'état de remise. Échec de la remise aux d"
            "estinataires suivants."
        ),
    ),
    (
        "postmaster@numericable.fr",
        "Échec de remise",
        "La remise aux destinataires suivants a échoué.",
    ),
    (
        "Postmaster@Mairie.example.invalid",
        "DELIVERY FAILURE: User aude (aude@example.invalid) not listed in Domino Directory",
        (
            "Your message\n\n  Subject: Votre demande\n\nwas not delivered to:\n  aude@example.inv"
            "alid\nbecause:\n  User aude not listed"
        ),
    ),
    (
        "Postmaster@Mairie.example.invalid",
        "ECHEC DE DISTRIBUTION : L'utilisateur aude n'est pas répertorié dans l'annuaire Domino",
        (
            "Votre document :\n  Votre demande\nn'a pas été distribué à :\n  aude@example.invali"
            "d\ncar :\n  inconnu"
        ),
    ),
    (
        "Postmaster@amt.example.invalid",
        "ZUSTELLFEHLER: Benutzer aude nicht im Domino-Verzeichnis",
        "Ihre Nachricht\n  Ihre Anfrage\nkonnte nicht zugestellt werden an:\n  aude@example.invalid",
    ),
    (
        "MAILER-DAEMON@zimbra.example.invalid (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host zimbra.example.invalid.",
    ),
    (
        "Zimbra <postmaster@zimbra.example.invalid>",
        "Message non remis",
        "Impossible de remettre le message à aude@example.invalid",
    ),
    (
        "Mailer-Daemon@gw.example.invalid",
        "Message status - undeliverable",
        "The attached file had the following undeliverable recipient(s):",
    ),
    (
        "GroupWise <postmaster@gw.example.invalid>",
        "Mail message undeliverable",
        "The message that you sent was undeliverable to the following:",
    ),
    (
        "MDaemon@example.invalid",
        "Permanent Delivery Failure",
        "The attached message had PERMANENT fatal delivery errors!",
    ),
    (
        "postmaster@kerio.example.invalid",
        "Delivery failed",
        "Message delivery has failed. aude@example.invalid",
    ),
    (
        "mailer-daemon@yahoo.example.invalid",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.",
    ),
    (
        "mailer-daemon@yahoo.example.invalid",
        "Échec de la livraison",
        "Désolé, nous n'avons pas pu remettre votre message à l'adresse suivante.",
    ),
    (
        "MAILER-DAEMON@web.de",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.",
    ),
    (
        "mailer-daemon@gmx.de",
        "Unzustellbare Nachricht",
        (
            "Diese Nachricht wurde automatisch vom Mailsystem erzeugt. Ihre Nachricht konnte "
            "nicht zugestellt werden."
        ),
    ),
    (
        "mailer-daemon@t-online.de",
        "Mail konnte nicht zugestellt werden",
        "|------------------------- Message log follows: -------------------------|\nno valid recipients",
    ),
    (
        "mailer-daemon@icloud.example.invalid",
        "Undeliverable message",
        "Reporting-MTA: your message could not be delivered",
    ),
    (
        "Mail Administrator <Postmaster@ims.example.invalid>",
        "Mail System Error - Returned Mail",
        "This Message was undeliverable due to the following reason:",
    ),
    (
        "PMDF e-Mail Interconnect <postmaster@ims.example.invalid>",
        "Delivery Notification: Delivery has failed",
        "This report relates to a message you sent with the following header fields:",
    ),
    (
        "Internet Mail Delivery <postmaster@sun.example.invalid>",
        "Delivery Notification: Delivery has timed out",
        "This report relates to a message you sent",
    ),
    (
        "Barracuda <noreply@barracuda.example.invalid>",
        "**Message you sent blocked by our bulk email filter**",
        "Your message to: aude@example.invalid was blocked by our Spam Firewall.",
    ),
    (
        "SMTP Service <postmaster@hotmail.com>",
        "Delivery Status Notification (Failure)",
        (
            "This is an automatically generated Delivery Status Notification.\n\nDelivery to th"
            "e following recipients failed."
        ),
    ),
    (
        "postmaster@hotmail.fr",
        "Notification d'état de remise (Échec)",
        "Ceci est une notification d'état de remise générée automatiquement.",
    ),
    (
        "postmaster@hotmail.de",
        "Zustellungsstatusbenachrichtigung (Fehler)",
        "Dies ist eine automatisch erstellte Benachrichtigung über den Zustellstatus.",
    ),
    (
        "Mail Delivery Subsystem <postmaster@courier.example.invalid>",
        "NOTICE: mail delivery status.",
        (
            "This is a delivery status notification from courier.example.invalid,\nrunning the"
            " Courier mail server"
        ),
    ),
    (
        "Proofpoint <postmaster@pp.example.invalid>",
        "Undeliverable message returned to sender",
        "This message was created automatically by the mail system (ecelerity).",
    ),
    (
        "Amazon SES <MAILER-DAEMON@amazonses.com>",
        "Delivery Status Notification (Failure)",
        "An error occurred while trying to deliver the mail to the following recipients:",
    ),
    (
        "Mailjet <bounce@mailjet.example.invalid>",
        "Mail non délivré",
        "Votre message n'a pas pu être acheminé",
    ),
    (
        "Vade <postmaster@vade.example.invalid>",
        "Message rejeté",
        "Votre message a été rejeté par le serveur du destinataire",
    ),
    (
        "Service messagerie <messagerie@academie.example.invalid>",
        "Message non distribué",
        "Votre message n'a pas pu être distribué à aude@example.invalid",
    ),
    (
        "Bal pleine <postmaster@mairie2.example.invalid>",
        "Boîte aux lettres pleine",
        "La boîte aux lettres du destinataire est pleine : le message n'a pas été remis.",
    ),
    (
        "postmaster@renater.example.invalid",
        "Avis de non-distribution",
        "L'utilisateur est inconnu",
    ),
    (
        "OpenSMTPD <MAILER-DAEMON@osmtpd.example.invalid>",
        "Delivery status notification: error",
        "Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.",
    ),
    (
        "MAILER-DAEMON@james.example.invalid",
        "[BOUNCED] Votre demande",
        (
            "Hi. This is the James mail server at james.example.invalid.\nI'm afraid I wasn't "
            "able to deliver your message"
        ),
    ),
    (
        "Rapport <rapport@sogo.example.invalid>",
        "Rapport de non-remise",
        "Votre message n'a pas été remis",
    ),
    (
        "MAILER-DAEMON@haraka.example.invalid",
        "failure notice: Votre demande",
        "Hello. This is the Haraka server",
    ),
    (
        "postmaster@icewarp.example.invalid",
        "Undelivered: Votre demande",
        "Your message could not be delivered",
    ),
    (
        "Postmaster <postmaster@x400.example.invalid>",
        "Delivery report (failure) for aude",
        "Delivery report",
    ),
]
MARKED = ("headers", "quoted", "references", "address", "attached", "html", "base64", "quoted-printable")
"""Where the mark of our message is found in what comes back."""


def sent_back(
    server: tuple[str, str, str], ours: UUID, *, marked: str = "", null_sender: bool = True
) -> bytes:
    """Return a mail of ours as a server sends it back; without a mark, nothing in it names ours."""
    sender, subject, words = server
    ours_id, to = message_id(ours, DOMAIN), ADDRESS
    kind = "Content-Type: text/plain; charset=utf-8"
    body = f"{words}\n\n<{RECIPIENT}>: 550 5.1.1 User unknown\n"
    copy = f"From: {ADDRESS}\nTo: {RECIPIENT}\nMessage-ID: {ours_id}\nSubject: x\n"
    extra = ""
    match marked:
        case "headers":
            body += f"\n------ This is a copy of the message.\n\n{copy}"
        case "quoted":
            body += "".join(f"> {line}\n" for line in copy.splitlines())
        case "references":
            extra = f"References: {ours_id}\n"
        case "address":
            to = tagged(ADDRESS, "m", ours)
        case "attached":
            kind = 'Content-Type: multipart/mixed; boundary="b"'
            body = f"--b\n\n{body}\n--b\nContent-Type: message/rfc822\n\n{copy}\nhi\n--b--\n"
        case "html":
            kind = "Content-Type: text/html; charset=utf-8"
            shown = f"{body}{copy}".replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
            body = f"<html><body>{shown}</body></html>"
        case "base64":
            kind += "\nContent-Transfer-Encoding: base64"
            body = base64.encodebytes(f"{body}{copy}".encode()).decode()
        case "quoted-printable":
            kind += "\nContent-Transfer-Encoding: quoted-printable"
            body = quopri.encodestring(f"{body}{copy}".encode()).decode()
    path = "Return-Path: <>\n" if null_sender else ""
    head = f"{path}From: {sender}\nSubject: {subject}\nMessage-ID: <z@mx.example.invalid>\nTo: {to}\n{extra}{kind}"
    return f"{head}\n\n{body}".encode()
