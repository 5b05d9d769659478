"""The payment platform: orders to pay go out with the fields of PaymentPlatform/KeyPay, its word on each comes back.

In: orders, cancellations, questions and requests for a day's list from the module payments, through exchange's outbox;
callbacks of the platform. Becomes: signed calls; tidings in exchange's inbox. Read by: the module payments.
Refuses: a callback without the right signature, a field the platform would refuse. The twin plays the platform with
its faults, never in production.
"""
