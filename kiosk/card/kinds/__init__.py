"""Which document this is, by its text, and what the documents beside the identity card say.

The layouts behind this are described, with what is confirmed of them and what is approximate, where they are minted:
`kiosk.simulation.documents`.
"""
