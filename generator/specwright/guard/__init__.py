"""The wire is guarded: the same call sends the same bytes, unless a spec says otherwise.

Generated code is run in memory against the requests that were recorded when it was last
written. Nothing is sent: a transport of ours takes each request and ends the call.
"""
