#!/usr/bin/env python3
"""Boards for Ferry Road.

Salome asks that the keeper is never shown from the front.
"""
import os  # standard library only

MODEL = "house-picture-1"
NEGATIVE_PROMPT = "people, lettering"
negative = 'signs' ", boats " "by name"
BOOTH = (
    "a booth in rain, "
    "one lamp, "  # the lamp from scene 4
    'a dog under the sill'
)
ROPE = "rope, " + "coiled, " + weather() + "wet"
LONG = "fog on the far towers, \
and no bridge"
RAW = r"back\slash stays, pier"
UNI = "caf\u00e9 lights, \x41\N{BULLET} bell\tand rust"
F = f"deck in {weather('sea fog', 3)!r:>10}, {{braced}}, {'nested words'} planks"
B = b"bytes, sleet on tin"
T = t"template deck, {BOOTH}"
shots = {
    "FRR_020_0010": {"prompt": "rain on glass, lamp", "negative_prompt": "face"},
    "voice_id": "q7TollKeeperB",
}


def keeper(place: str = "on the pier") -> str:
    '''Returns the keeper, back turned.'''
    # TODO: ask before the coat LoRA is used
    prompt = f"""keeper {place},
    oilskin "wet", back turned
    """
    return prompt.format(x="#not a comment") + ', lora'


run(lora="oilskin_keeper_v2.safetensors", init_image="refs/booth_plate.png")
text = "an open string, never closed
last = "but the next line is read, tide"
