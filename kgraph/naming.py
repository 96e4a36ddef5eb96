"""From what somebody types to the actor that is meant: an IRI, a Wikidata number, an ISO code, a name."""
