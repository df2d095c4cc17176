"""Pictures and videos: bytes in, fingerprints and what follows from comparing them out. Needs the extra `media`.

`opening` and `overlay` decode other people's bytes and are to be run in `zvirka.confine`; the others see plain arrays only.
"""
