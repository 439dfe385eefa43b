package io.unstir.storage.training;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
    public TrainingView training(@PathParam("id") String id) throws SQLException {
        return reader.training(id).orElseThrow(() -> ProblemException.notFound("training", id));
    }
}
