"""The pages of the ground floor: find, form or verb, answer."""
