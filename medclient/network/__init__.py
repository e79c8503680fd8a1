"""How to get out of this computer: names, proxies, and connections through them. No protocol of ours."""
