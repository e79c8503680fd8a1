"""Ways for a call's packets beyond the local network: STUN, and TURN over whatever a firewall lets through."""
