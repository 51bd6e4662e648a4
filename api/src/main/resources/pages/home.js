// The address as this browser knows it is the one that an agent on this machine can use.
document.getElementById('endpoint').textContent = `${location.origin}/mcp/v1`
