"""The software bill of materials and known vulnerabilities: for releases and reviews, not part of the product."""
