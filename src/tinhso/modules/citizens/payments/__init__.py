"""Payments: what a dossier owes is paid on a phone or in cash, receipted, counted and reconciled.

In: charges of cases, confirmations of the payment platform, notes on the table. Becomes: collected charges (a waiting
dossier goes on by itself), electronic receipts with yearly numbers, the closing of each clerk's drawer, differences
with the platform's list, refunds. Read by: citizens, cashiers, accountants, the tax office.
Refuses: "paid" said by a browser, the same money twice, a number twice, a refund that one person alone decides.
"""
