package io.unstir.storage.job;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.problem.Problem.FieldError;
import io.unstir.storage.problem.ProblemCode;
import io.unstir.storage.problem.ProblemException;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.UUID;

/** {@code /jobs/{id}} and {@code /images/{sha256}}: the state of jobs and the facts of images. */
@Path("/")
@RunOnVirtualThread
class JobResource {
    private final JobReader reader;

    JobResource(JobReader reader) {
        this.reader = reader;
    }

    @GET
    @Path("jobs/{id}")
    public JobView job(@PathParam("id") String id, @QueryParam("tenant") String tenant) throws SQLException {
        return reader.job(Tenant.required(tenant), uuid(id)).orElseThrow(() -> ProblemException.notFound("job", id));
    }

    @GET
    @Path("images/{sha256}")
    public ImageView image(@PathParam("sha256") String sha256, @QueryParam("tenant") String tenant)
            throws SQLException {
        return reader.image(Tenant.required(tenant), sha256)
                .orElseThrow(() -> ProblemException.notFound("image", sha256));
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.BAD_JOB_ID,
                    "The id of a job is a UUID.",
                    new FieldError("id", id, "a UUID", "is not a job id"));
        }
    }
}
