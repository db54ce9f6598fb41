"""Entry of a case for someone on the phone, at the counter or by post, in under a minute."""
