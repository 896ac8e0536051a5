// validatorUrl null: otherwise the page would send the description to a server outside
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#calls",
  validatorUrl: null,
  deepLinking: true,
  tryItOutEnabled: true,
});
