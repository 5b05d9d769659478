"""Ways to sign documents. Today: software keys under a sample authority, for samples and tests only.

In: a PDF, who signs, when. Becomes: the PDF with one more PAdES B-B signature. Read by: documents (SigningDriver).
Refuses: to work in production; a certificate that does not say CHỮ KÝ MẪU.
"""
