package io.unstir.storage.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.storage.fixture.Database;
import io.unstir.storage.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images at random, of a real PostgreSQL that holds many. */
class SampleReaderIT {
    private static final Tenant MANY = new Tenant("many");
    private static final Tenant FEW = new Tenant("few");

    private static Database database;
    private static SampleReader reader;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = new Database(folder.resolve("postgres"));
        database.migrate();
        database.execute("INSERT INTO tenants VALUES ('many'), ('few')");
        fill("many", 20_000);
        fill("few", 30);
        // What was made again is one image.
        fill("few", 5);
        database.execute("ANALYZE");
        reader = new SampleReader(database.source());
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void theSameSeedGivesTheSameImagesAndAnotherSeedOthers() throws Exception {
        var sample = reader.draw(MANY, 100, 7);

        assertThat(sample).hasSize(100).doesNotHaveDuplicates();
        assertThat(reader.draw(MANY, 100, 7)).isEqualTo(sample);
        assertThat(reader.draw(MANY, 10, 7)).isEqualTo(sample.subList(0, 10));
        assertThat(reader.draw(MANY, 100, 8)).isNotEqualTo(sample);
    }

    @Test
    void aTenantSeesItsOwnAndAllWhereItHasFewer() throws Exception {
        var own = new HashSet<>(
                database.query("SELECT sha256 FROM images JOIN jobs ON jobs.id = job_id WHERE tenant = 'few'"));

        assertThat(reader.draw(FEW, 100, 1)).hasSize(30).containsExactlyInAnyOrderElementsOf(own);
        assertThat(reader.draw(new Tenant("nobody"), 100, 1)).isEmpty();
    }

    @Test
    void everyImageIsAsLikelyAsAnyOther() throws Exception {
        // Given
        int draws = 900;
        var drawn = new HashMap<String, Integer>();

        // When
        for (int seed = 0; seed < draws; seed++) {
            drawn.merge(reader.draw(FEW, 1, seed).getFirst(), 1, Integer::sum);
        }

        // Then: of 29 degrees of freedom, 58.3 is reached once in a thousand times.
        double expected = draws / 30.0;
        double chiSquared = drawn.values().stream()
                .mapToDouble(times -> (times - expected) * (times - expected) / expected)
                .sum();
        assertThat(drawn).hasSize(30);
        assertThat(chiSquared).isLessThan(58.3);
    }

    @Test
    void theIndexIsFollowedAndTheStoreIsNotReadThrough() throws Exception {
        var question = SampleReader.RUN
                .replaceFirst("\\?", "'8'")
                .replaceFirst("\\?", "'g'")
                .replaceFirst("\\?", "'many'")
                .replaceFirst("\\?", "1000");

        var plan = String.join("\n", database.query("EXPLAIN " + question));

        assertThat(plan).contains("images_by_digest").doesNotContain("Seq Scan on images");
    }

    private static void fill(String tenant, int images) throws Exception {
        database.execute("""
                WITH made AS (
                    INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, image_count, steps)
                    SELECT gen_random_uuid(), '%s', now(), 'emoji', '1', '', '', 1, 1 FROM generate_series(1, %d)
                    RETURNING id)
                INSERT INTO images (job_id, image_index, sha256, size_bytes, width, height, media_type, device_class, worker,
                                    produced_at)
                SELECT id, 0, encode(sha256(convert_to('%s ' || row_number() OVER (), 'UTF8')), 'hex'), 1, 1, 1, 'image/png',
                       'cpu', 'worker', now()
                FROM made""".formatted(tenant, images, tenant));
    }
}
