"""What every transport must do, run over the registry: a new adapter is tested without writing a test."""

import inspect

import pytest

from parvis.channels.errors import DeliveryRefused
from parvis.channels.registry import Channel, Health, Outgoing, channels
from parvis.common.ids import new_id

every_channel = pytest.mark.parametrize("channel", list(channels), ids=lambda channel: channel.code)


@every_channel
def test_a_channel_declares_its_code_and_its_label(channel: Channel) -> None:
    assert channel.code.isidentifier()
    assert str(channel.label)


@every_channel
def test_a_channel_says_what_it_is_for(channel: Channel) -> None:
    assert inspect.getdoc(type(channel))


@every_channel
def test_a_channel_that_sends_nothing_is_healthy_and_says_so(channel: Channel, settings) -> None:
    settings.DEMONSTRATION = True

    health = channel.check()

    assert not channel.ready()
    assert isinstance(health, Health)
    assert health.ok
    assert health.sentence


@every_channel
def test_a_channel_refuses_an_empty_address_within_its_own_family(channel: Channel) -> None:
    message = Outgoing(id=new_id(), recipient="", subject="Objet", text="Texte")

    with pytest.raises(DeliveryRefused) as refused:
        channel.send(message)

    assert refused.value.reason
    assert "@" not in refused.value.reason


def test_there_is_a_channel() -> None:
    assert "email" in channels
