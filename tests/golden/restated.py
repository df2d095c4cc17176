"""Reports restated in our own words, put beside the shared folder's: what the article comes from, what it might be taken for."""

from __future__ import annotations


def paragraphs(words: str) -> str:
    """A report as people send it: a paragraph a line."""
    return "\n\n".join(" ".join(each.split()) for each in words.split("\n\n")) + "\n"


VILLAGE = paragraphs("""The Harbour Post

11 September 2022

How did the garrison of Zaliznychne go? Some soldiers fled on bicycles, said Olena Matvienko. Others stole cars from villagers at gunpoint.
Some swapped uniforms for civilian clothes, she said. On a captured radio, a neighbour heard soldiers pleading with their officers for a
rescue, and nobody came.
""")
"""The village's one report, of which the article has four statements."""

ORIGINAL = paragraphs("""The Courier

12 September 2022

Russia's army has lost the Kharkiv region faster than anybody thought possible. The land that Ukraine has taken back there was put at
2,500 square kilometres by a conservative estimate two days ago; Hanna Maliar, the deputy defence minister, wrote on Facebook on Monday
that it was closer to 6,000.

Some Russian soldiers escaped on bicycles, others in cars that they took from villagers at gunpoint, eyewitnesses told the Harbour Post.
Some changed out of their uniforms into civilian clothes, the Harbour Post reported. Some begged their commanders over the radio for help
that did not come.

At least one pro-Russian Telegram channel claimed that Ukrainians had crossed the border into Belgorod oblast in armoured vehicles, shot
up a settlement and taken several pieces of equipment, mortars and automatic grenade launchers among them.
""")
"""What the article retells."""

RAIDS = {
    "may-a.txt": paragraphs("""22 May 2023

Fighters of the Freedom of Russia Legion said they had crossed from Ukraine into Belgorod Oblast on Monday and taken the village of
Kozinka. The governor, Vyacheslav Gladkov, said a sabotage group of the Ukrainian army had entered the Graivoron district and that eight
people were wounded.
"""),
    "may-b.txt": paragraphs("""23 May 2023

Russia's Defence Ministry said on Tuesday that the raiders in the Graivoron district of Belgorod Oblast had been pushed back and more
than 70 of them killed. A pro-Russian Telegram channel claimed a Ukrainian raiding party had entered Belgorod Oblast in armoured
vehicles on 22 May 2023.
"""),
}
"""The raids of May 2023 on the same oblast."""

MILES = paragraphs("""The Ridge Herald

11 September 2022

Ukraine has taken back almost 2,000 square miles of its territory since 1 September, General Valerii Zaluzhnyi said on Sunday.
""")
"""What one paper made of Zaluzhnyi's "over 3,000" square kilometres."""
