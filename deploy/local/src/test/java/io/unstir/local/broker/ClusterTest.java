package io.unstir.local.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
    @TempDir
    Path folder;

    private DataFolder data;

    @BeforeEach
    void open() {
        data = new DataFolder(folder.resolve("data"));
        data.open();
    }

    @Test
    void aFolderKeepsItsIdAndItsSize() {
        var made = Cluster.open(data, OptionalInt.of(3));

        assertThat(made.size()).isEqualTo(3);
        assertThat(Cluster.open(data, OptionalInt.empty())).isEqualTo(made);
        assertThat(Cluster.open(data, OptionalInt.of(3))).isEqualTo(made);
        assertThatThrownBy(() -> Cluster.open(data, OptionalInt.of(1)))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("--brokers is 1")
                .hasMessageContaining("was made with 3");
    }

    @Test
    void aFolderOfBeforeThereCouldBeMoreHasOneAndKeepsItsId() throws Exception {
        Files.createDirectories(data.kafka(1));
        Files.writeString(data.kafka(1).resolve("meta.properties"), "version=1\ncluster.id=an-old-one\nnode.id=1\n");

        assertThat(Cluster.open(data, OptionalInt.empty())).isEqualTo(new Cluster("an-old-one", 1));
    }

    @Test
    void brokersGoThroughAWordOfACommandLine() {
        var brokers = brokers(3);

        assertThat(Brokers.parse(brokers.toString())).isEqualTo(brokers);
        assertThat(brokers.bootstrapServers()).isEqualTo("127.0.0.1:11,127.0.0.1:12,127.0.0.1:13");
        assertThat(brokers.voters()).isEqualTo("1@127.0.0.1:21,2@127.0.0.1:22,3@127.0.0.1:23");
    }

    @Test
    void aRecordOutlivesAnyOneOfThree() {
        assertThat(brokers(3).copies()).isEqualTo((short) 3);
        assertThat(brokers(3).copiesInSync()).isEqualTo(2);
        assertThat(brokers(1).copiesInSync()).isEqualTo(1);
    }

    @Test
    void twoWouldBeNoSaferThanOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> brokers(2))
                .withMessage("brokers are 2, they must be 1 or 3");
    }

    private static Brokers brokers(int count) {
        List<Brokers.Node> nodes = IntStream.rangeClosed(1, count)
                .mapToObj(id -> new Brokers.Node(id, 10 + id, 20 + id))
                .toList();
        return new Brokers("cluster", nodes);
    }
}
