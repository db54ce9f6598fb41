"""The register of breaches of personal data, for data-protection officers."""
