package io.unstir.gateway.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/system}: how busy the system is and was, and whether it is well. */
@Path("/v1/system")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "system")
class SystemResource {
    private final StorageClient storage;
    private final SystemSurvey survey;
    private final ObjectMapper json;
    private final CurrentCaller caller;

    SystemResource(StorageClient storage, SystemSurvey survey, ObjectMapper json, CurrentCaller caller) {
        this.storage = storage;
        this.survey = survey;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Needs(Scope.READ)
    @Operation(
            summary = "Queue and replicas",
            description =
                    "What waits, which samplers and trainers work, and which services are ready. It answers while storage is away.")
    public SystemState system() {
        return survey.state(told(), Instant.now());
    }

    @GET
    @Path("/figures")
    @Needs(Scope.READ)
    @Operation(
            summary = "Throughput, latency, failures, usage",
            description = "What the dashboards show of the tenant's jobs, from the same views.")
    public SystemFigures figures() {
        return read(storage.figures(caller.tenant()), SystemFigures.class);
    }

    private Optional<SystemSurvey.Told> told() {
        try {
            return Optional.of(read(storage.system(caller.tenant()), SystemSurvey.Told.class));
        } catch (ProblemException away) {
            return Optional.empty();
        }
    }

    private <T> T read(JsonNode document, Class<T> type) {
        try {
            return json.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a state that cannot be read", e);
        }
    }
}
