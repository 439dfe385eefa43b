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
import java.util.Optional;
import java.util.UUID;

/** {@code /jobs/{id}}, its events, and {@code /images/{sha256}}: the state of jobs and the facts of images. */
@Path("/")
@RunOnVirtualThread
class JobResource {
    private final JobReader reader;
    private final CourseReader courses;

    JobResource(JobReader reader, CourseReader courses) {
        this.reader = reader;
        this.courses = courses;
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

    /**
     * @param after {@code partition-offset} of the last event known already; no events are given where it is absent
     */
    @GET
    @Path("jobs/{id}/events")
    public CourseView course(
            @PathParam("id") String id, @QueryParam("tenant") String tenant, @QueryParam("after") String after)
            throws SQLException {
        return courses.course(
                Tenant.required(tenant), uuid(id), after == null ? Optional.empty() : Optional.of(place(after)));
    }

    private static EventPlace place(String text) {
        return EventPlace.parse(text)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.BAD_REQUEST,
                        "An event's place is its partition and its offset.",
                        new FieldError("after", text, "partition-offset", "is not the place of an event")));
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
