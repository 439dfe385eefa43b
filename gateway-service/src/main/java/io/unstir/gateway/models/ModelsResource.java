package io.unstir.gateway.models;

import io.smallrye.common.annotation.NonBlocking;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/models}. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
class ModelsResource {
    private final ModelRegistry registry;

    ModelsResource(ModelRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Needs(Scope.READ)
    @NonBlocking
    @Operation(summary = "The models a job can name")
    public ModelList list() {
        return ModelList.of(registry.published());
    }
}
