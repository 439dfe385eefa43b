package io.unstir.gateway.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.models.ModelRegistry;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.gateway.system.SystemState.Service;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/system}. */
@Path("/v1/system")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "system")
class SystemResource {
    private final StorageClient storage;
    private final ModelRegistry registry;
    private final ObjectMapper json;
    private final CurrentCaller caller;

    SystemResource(StorageClient storage, ModelRegistry registry, ObjectMapper json, CurrentCaller caller) {
        this.storage = storage;
        this.registry = registry;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Needs(Scope.READ)
    @Operation(
            summary = "Queue and replicas",
            description =
                    "What waits, which samplers work, and which services are ready. It answers while storage is away.")
    public SystemState system() {
        var gateway = new Service("gateway", registry.isRead());
        try {
            var told = read(storage.system(caller.tenant()));
            return new SystemState(
                    new SystemState.Queue(told.queued(), told.processing()),
                    told.samplers(),
                    List.of(gateway, new Service("storage", true)));
        } catch (ProblemException away) {
            return new SystemState(null, List.of(), List.of(gateway, new Service("storage", false)));
        }
    }

    private record Told(long queued, long processing, List<SystemState.Sampler> samplers) {}

    private Told read(JsonNode document) {
        try {
            return json.treeToValue(document, Told.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a state that cannot be read", e);
        }
    }
}
