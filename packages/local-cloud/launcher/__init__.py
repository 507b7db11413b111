"""An AWS on one machine: ministack, mended where it differs from what AWS documents. See README.md."""
