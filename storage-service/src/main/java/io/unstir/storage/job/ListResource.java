package io.unstir.storage.job;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import java.util.List;

/** {@code /jobs} and {@code /images}: pages of a tenant's jobs and images. */
@Path("/")
@RunOnVirtualThread
class ListResource {
    private final ListReader reader;

    ListResource(ListReader reader) {
        this.reader = reader;
    }

    @GET
    @Path("jobs")
    public JobPage jobs(@BeanParam JobFilter filter) throws SQLException {
        var jobs = reader.jobs(filter);
        return new JobPage(jobs.stream().limit(filter.limit).toList(), jobs.size() > filter.limit);
    }

    @GET
    @Path("images")
    public ImagePage images(@BeanParam JobFilter filter) throws SQLException {
        var images = reader.images(filter);
        return new ImagePage(images.stream().limit(filter.limit).toList(), images.size() > filter.limit);
    }

    /** @param more whether there are older ones */
    record JobPage(List<JobView> jobs, boolean more) {}

    /** @param more whether there are older ones */
    record ImagePage(List<GalleryImage> images, boolean more) {}
}
