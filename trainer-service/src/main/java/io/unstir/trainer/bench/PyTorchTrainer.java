package io.unstir.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The same step in eager PyTorch: {@code deploy/bench/pytorch_trainer.py} in a process of its own, which waits while it isn't asked. */
final class PyTorchTrainer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final JsonNode about;

    private PyTorchTrainer(Process process) throws IOException {
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
        requests = process.outputWriter(StandardCharsets.UTF_8);
        about = answer();
    }

    /** Whether this interpreter has PyTorch. */
    static boolean isInstalled(String python) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import torch")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param sameAllocator whether it gets the settings of the C library's allocator that the trainer was started with, or is as it
     *     comes
     */
    static PyTorchTrainer start(String python, Path script, int batch, int size, int threads, boolean sameAllocator)
            throws IOException {
        var command = List.of(
                python,
                script.toString(),
                "--batch",
                Integer.toString(batch),
                "--size",
                Integer.toString(size),
                "--threads",
                Integer.toString(threads));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!sameAllocator) {
            builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        }
        return new PyTorchTrainer(builder.start());
    }

    /** {@code torch}, its version, and {@code build}. */
    JsonNode about() {
        return about;
    }

    /** How long so many steps take. */
    double seconds(int steps) {
        try {
            requests.write(steps + "\n");
            requests.flush();
            return answer().get("seconds").asDouble();
        } catch (IOException e) {
            throw new UncheckedIOException("The PyTorch trainer is gone", e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the PyTorch trainer ended without an answer");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
