"""What every platform does with questions, forms, drafts and files, decided once; it knows no platform."""
