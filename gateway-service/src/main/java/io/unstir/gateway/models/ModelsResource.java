package io.unstir.gateway.models;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.JsonBody;
import io.unstir.gateway.body.TextLimit;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/models}, {@code GET /v1/models/{id}} and {@code POST /v1/models/{id}/retire}. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
class ModelsResource {
    private static final TextLimit REASON = TextLimit.characters(0, RetirementBody.MAX_REASON);

    private final ModelRegistry registry;
    private final ModelRetirement retirement;
    private final JsonBody body;
    private final String preferred;

    ModelsResource(ModelRegistry registry, ModelRetirement retirement, JsonBody body, GatewayConfig config) {
        this.registry = registry;
        this.retirement = retirement;
        this.body = body;
        this.preferred = config.gateway().defaultModel();
    }

    @GET
    @Needs(Scope.READ)
    @NonBlocking
    @Operation(summary = "The models a job can name", description = "Also as OpenAI's API lists models.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelList.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public ModelList list() {
        return ModelList.of(registry.models(), preferred);
    }

    @GET
    @Needs(Scope.READ)
    @NonBlocking
    @Path("{id}")
    @Operation(summary = "A model", description = "Also as OpenAI's API shows one.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelList.Entry.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is none, or it was retired",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public ModelList.Entry get(String id) {
        var models = registry.models();
        return models.resolve(id)
                .map(model -> ModelList.Entry.of(model, models))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, ModelRegistry.absent("id", id, models)));
    }

    @POST
    @Needs(Scope.ADMIN)
    @RunOnVirtualThread
    @Path("{id}/retire")
    @Operation(
            summary = "Retire a model",
            description = "No new job can name it; jobs accepted before still run. Retiring it again changes nothing. "
                    + "A version that is published again is a model again.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetirementBody.class)))
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetiredModel.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public RetiredModel retire(String id, InputStream content) {
        var fields = body.readOptional(content);
        var reason = fields.text("reason", REASON).orElse("");
        fields.end();
        return retirement.retire(id, reason);
    }
}
