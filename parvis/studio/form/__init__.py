"""The form of a procedure under the builder's hands: outline, questions, pages, preview."""
