"""How a talk goes: flows with named slots, understanding, and one turn from message to reply."""
