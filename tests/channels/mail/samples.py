"""Reports and answers as servers write them, each in the words and the headers of its own kind."""

BOUNCES = {
    "postfix": """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.invalid (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.invalid.

<aude@example.invalid>: host mx2.example.invalid said: 550 5.1.1 User unknown
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; aude@example.invalid
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: {id}
--b--
""",
    "exim": """\
From: Mail Delivery System <Mailer-Daemon@mx.example.invalid>
X-Failed-Recipients: aude@example.invalid
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  aude@example.invalid
    550 5.1.1 No such user here

------ This is a copy of the message, including all the headers. ------

Message-ID: {id}
""",
    "qmail": """\
From: MAILER-DAEMON@mx.example.invalid
Subject: failure notice

Hi. This is the qmail-send program at mx.example.invalid.
I'm afraid I wasn't able to deliver your message to the following addresses.

<aude@example.invalid>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: {id}
""",
    "exchange": """\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.invalid>
Subject: =?utf-8?q?Non_remis_=3A_Votre_demande?=
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Échec de la remise pour les destinataires ou groupes suivants : aude@example.invalid
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822;aude@example.invalid
Action: failed
Status: 5.1.10

--b
Content-Type: message/rfc822

Message-ID: {id}
--b--
""",
    "gmail": """\
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
X-Failed-Recipients: aude@example.invalid
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
In-Reply-To: {id}
References: {id}

** Adresse introuvable **

Votre message n'est pas parvenu à aude@example.invalid, car l'adresse est introuvable.
The response was: 550 5.1.1 The email account that you tried to reach does not exist.
""",
    "orange": """\
Return-Path: <>
From: postmaster@orange.example.invalid
Subject: Message non distribue

Votre message n'a pas pu etre distribue au destinataire suivant :
aude@example.invalid
Raison : 552 5.2.2 Boite aux lettres pleine

Message-ID: {id}
""",
    "free": """\
From: MAILER-DAEMON@free.example.invalid (Mail Delivery System)
Subject: =?iso-8859-1?q?=C9chec_de_la_remise_de_votre_message?=

Le message n'a pas été remis.

<aude@example.invalid>: 550 5.7.1 spam detected
Message-ID: {id}
""",
}

AWAY = (
    "Réponse automatique : Votre demande",
    "Re: Absence du bureau",
    "Message d’absence",
    "Je suis en congés jusqu’au 3 janvier",
    "Out of Office: holidays",
    "Automatic reply: Ihre Anfrage",
    "AUTO: John is away",
    "Abwesenheitsnotiz: Anfrage",
    "Automatische Antwort: Anfrage",
    "Respuesta automática: su solicitud",
    "Fuera de la oficina",
    "Risposta automatica: domanda",
    "Fuori ufficio",
    "Automatisch antwoord: vraag",
    "Afwezigheidsbericht",
    "Re: Votre demande (Réponse automatique)",
    "[aide.example.invalid #33575] AutoReply: Votre demande",
    "Aude Vasseur est absent(e).",
    "[Automatyczna odpowiedź] wniosek",
)
AWAY_IN_WORDS = (
    "Je suis absente du bureau jusqu’au 30. Je prendrai connaissance de votre message à mon retour.",
    "Actuellement en congés, je reviens le 1er. Votre demande sera traitée à mon retour.",
    "Nos bureaux sont fermés jusqu’au 2 janvier. Vos messages seront lus ensuite.",
    "J’ai quitté mes fonctions. Merci d’écrire à accueil@example.invalid.",
    "En congés jusqu’au 1er décembre, je prendrai connaissance de votre mail dès mon retour.",
    "I am out of the office until Monday. For urgent matters, call my colleague.",
)
AUTOMATIC_BY_ITS_WORDS = (
    "Votre message porte le numéro 12.\n\nCeci est un message automatique, merci de ne pas y répondre.",
    "Ce courriel a été envoyé automatiquement.",
    "We received your request. This is an automated message.",
)
AWAY_BUT_THERE = (
    "Je suis absente du 3 au 10, pouvez-vous reporter le rendez-vous ? Merci de me contacter.",
    "Je serai en vacances. En cas d’urgence, contactez ma voisine.\n\nLe 2 mai, Ville a écrit :\n> Bonjour",
    "Vous écrivez « merci de ne pas répondre à ce message », mais où écrire ?",
    "En mon absence, ma fille garde la clé.",
)
HUMAN = (
    "Absence de mon fils à la cantine",
    "Absence du bureau de vote",
    "Mail non reçu",
    "TR: Undelivered Mail Returned to Sender",
    "Réponse à votre courrier",
    "Automatisation du portail de l’école",
    "En vacances, qui relève le courrier ?",
    "Livraison impossible devant chez moi",
    "Retour de mon dossier",
    "Message automatique reçu de la CAF",
    "Lu dans le journal",
)
