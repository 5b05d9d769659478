"""Citizens sign in by OpenID Connect: VNeID, the national portal's SSO, or any standard provider.

In: the provider's addresses, our client name and secret. Becomes: verified claims for identity (CitizenSignIn).
Read by: identity's sign-in screens. Refuses: unsigned, foreign, stale or replayed answers; waiting longer than 5 s.
The twin plays the provider with synthetic citizens in the sample profile and in tests, never in production.
"""
