package io.unstir.sampler.session;

import static io.unstir.sampler.session.GraphEdits.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.unstir.sampler.fixture.TinyDenoiser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each graph is wrong in one way and is refused when it is loaded, with the reason. */
class DenoiserRefusalTest {
    private static final DenoiserShape SHAPE =
            new DenoiserShape(new SampleSize(3, 8, 8), new ConditionShape.Text(4, 8), false);

    @TempDir
    private Path folder;

    @Test
    void inputsOfOtherNames() {
        var renamed = tiny().input("timestep", input -> input.setName("t"));
        renamed.model().getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getInputList().contains("timestep"))
                .forEach(node -> node.setInput(0, "t"));

        assertRefused(
                renamed,
                "The denoiser must have the inputs [encoder_hidden_states, sample, timestep] (got [encoder_hidden_states, sample, t])");
    }

    @Test
    void anOutputOfAnotherName() {
        var renamed = tiny().after(node("Identity", "noise", "raw_sample")).output(output -> output.setName("noise"));

        assertRefused(renamed, "The denoiser must have the output out_sample (got [noise])");
    }

    @Test
    void aSampleOfAnotherRank() {
        var flat = tiny().input("sample", input -> sides(input, -1, 3, 64));

        assertThatThrownBy(() -> load(flat)).isInstanceOf(SessionException.class);
    }

    @Test
    void aSampleWithAFixedBatch() {
        var fixed = tiny().input("sample", input -> sides(input, 1, 3, 8, 8));

        assertRefused(fixed, "The denoiser's input sample must be FLOAT [open, 3, 8, 8] (got FLOAT [1, 3, 8, 8])");
    }

    @Test
    void aSampleWithOtherChannels() {
        assertRefused(
                GraphEdits.of(new TinyDenoiser(1, 4, 4, 8)),
                "The denoiser's input sample must be FLOAT [open, 3, 8, 8] (got FLOAT [open, 1, open, open])");
    }

    @Test
    void oneTimestepForAllRows() {
        var one = tiny().input("timestep", input -> sides(input, 1));

        assertRefused(one, "The denoiser's input timestep must be FLOAT [open] (got FLOAT [1])");
    }

    @Test
    void textOfAnotherWidth() {
        assertRefused(
                GraphEdits.of(new TinyDenoiser(3, 4, 4, 16)),
                "The denoiser's input encoder_hidden_states must be FLOAT [open, 4, 8] (got FLOAT [open, 4, 16])");
    }

    @Test
    void numbersOfAnotherType() {
        var whole = tiny().input("timestep", input -> input.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(TensorProto.DataType.INT64.getNumber()));
        var nodes = whole.model().getGraphBuilder();
        nodes.getNodeBuilderList().stream()
                .filter(node -> node.getInputList().contains("timestep"))
                .forEach(node -> node.setInput(0, "as_float"));
        nodes.addNode(
                0,
                node("Cast", "as_float", "timestep").toBuilder()
                        .addAttribute(GraphEdits.number("to", TensorProto.DataType.FLOAT.getNumber())));

        assertRefused(whole, "The denoiser's input timestep must be FLOAT [open] (got INT64 [open])");
    }

    @Test
    void anAnswerWithLearnedVarianceThatTheManifestDoesNotTellOf() {
        var twice = learnedVariance();

        assertRefused(
                twice,
                "The denoiser's output out_sample must be FLOAT [open, 3, 8, 8] (got FLOAT [open, 6, open, open])");
    }

    @Test
    void anAnswerOfMoreRowsThanWereAsked() {
        assertRefused(
                tiny().after(concat(0)),
                "The denoiser must answer 2 rows with [2, 3, 8, 8] numbers (got [4, 3, 8, 8])");
    }

    @Test
    void anAnswerThatIsNotFinite() {
        var root = tiny().after(node("Sqrt", "out_sample", "raw_sample"));

        assertRefused(root, "The denoiser's answer to plain noise holds values that are not finite");
    }

    @Test
    void rowsThatNoBufferHolds() throws IOException {
        Path graph = tiny().write(folder);
        var huge = new DenoiserShape(new SampleSize(3, 4096, 4096), new ConditionShape.Text(4, 8), false);

        assertThatThrownBy(() -> new DenoiserSession(new Ort(1), graph, huge, 16))
                .isInstanceOf(SessionException.class)
                .hasMessageStartingWith("The rows of a run must fit into 2147483647 bytes (16 rows take ");
    }

    @Test
    void aFileThatIsNoGraph() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no graph");

        assertThatThrownBy(() -> new DenoiserSession(new Ort(1), broken, SHAPE, 2))
                .isInstanceOf(SessionException.class)
                .hasMessageStartingWith("The graph broken.onnx could not be loaded: ")
                .hasMessageNotContaining(folder.toString());
    }

    @Test
    void aFileThatIsCutShort() throws IOException {
        byte[] whole = tiny().model().build().toByteArray();
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> new DenoiserSession(new Ort(1), cut, SHAPE, 2)).isInstanceOf(SessionException.class);
    }

    @Test
    void learnedVarianceIsTakenWhereTheManifestTellsOfIt() throws IOException {
        var shape = new DenoiserShape(SHAPE.sample(), SHAPE.condition(), true);

        try (var session = new DenoiserSession(new Ort(1), learnedVariance().write(folder), shape, 2)) {
            assertThat(session.outputElements()).isEqualTo(6 * 8 * 8);
            assertThat(session.sample().elements()).isEqualTo(3 * 8 * 8);
        }
    }

    private static GraphEdits tiny() {
        return GraphEdits.of(new TinyDenoiser(3, 4, 4, 8));
    }

    private static GraphEdits learnedVariance() {
        return tiny().after(concat(1)).output(output -> output.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimValue(6));
    }

    private static NodeProto concat(int axis) {
        return node("Concat", "out_sample", "raw_sample", "raw_sample").toBuilder()
                .addAttribute(GraphEdits.number("axis", axis))
                .build();
    }

    private static void sides(ValueInfoProto.Builder value, long... sides) {
        var shape =
                value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().clearDim();
        for (long side : sides) {
            if (side < 0) {
                shape.addDimBuilder().setDimParam("open");
            } else {
                shape.addDimBuilder().setDimValue(side);
            }
        }
    }

    private DenoiserSession load(GraphEdits graph) throws IOException {
        return new DenoiserSession(new Ort(1), graph.write(folder), SHAPE, 2);
    }

    private void assertRefused(GraphEdits graph, String reason) {
        assertThatThrownBy(() -> load(graph))
                .isInstanceOf(SessionException.class)
                .hasMessage(reason);
    }
}
