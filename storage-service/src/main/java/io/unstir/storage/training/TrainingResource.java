package io.unstir.storage.training;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.problem.ProblemException;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;

/** {@code /trainings/{id}}: the state of a training run. */
@Path("/trainings/{id}")
@RunOnVirtualThread
class TrainingResource {
    private final TrainingReader reader;

    TrainingResource(TrainingReader reader) {
        this.reader = reader;
    }

    @GET
    public TrainingView training(@PathParam("id") String id, @QueryParam("tenant") String tenant) throws SQLException {
        return reader.training(Tenant.required(tenant), id)
                .orElseThrow(() -> ProblemException.notFound("training", id));
    }
}
