package io.unstir.gateway.webhooks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/webhooks/secret}. */
@Path("/v1/webhooks/secret")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "webhooks")
class WebhookSecretResource {
    private final WebhookSecrets secrets;
    private final CurrentCaller caller;

    WebhookSecretResource(WebhookSecrets secrets, CurrentCaller caller) {
        this.secrets = secrets;
        this.caller = caller;
    }

    @Schema(name = "WebhookSecret")
    record Document(
            @Schema(
                    description = "Key of the HMAC-SHA256 in webhook-signature, by Standard Webhooks",
                    examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            String secret,

            @Schema(description = "Older ones that sign as well, until the operator removes them")
            List<String> older) {}

    @GET
    @Needs(Scope.SUBMIT)
    @Operation(summary = "The secret that signs your webhooks")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Document.class)))
    @APIResponse(responseCode = "404", description = "There are no webhooks here")
    public Response get() {
        if (!secrets.areConfigured()) {
            throw new ProblemException(
                    ProblemCode.NOT_FOUND,
                    new FieldError(
                            "unstir.webhooks.master-secrets",
                            null,
                            "at least one secret",
                            "Webhooks are not configured here"));
        }
        var texts =
                secrets.of(caller.tenant()).stream().map(SigningSecret::text).toList();
        return Response.ok(new Document(texts.getFirst(), texts.subList(1, texts.size())))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
