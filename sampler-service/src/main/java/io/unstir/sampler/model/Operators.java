package io.unstir.sampler.model;

import java.util.Set;

/**
 * The operators a bundle's graph may have: those of our exporter, of the MiniLM encoder in its quantised form, and of U-Nets and text encoders as Optimum exports
 * them, plain or fused by ONNX Runtime's optimiser. Not among them: what opens files or runs foreign code ({@code EPContext}, {@code PythonOp}, custom domains), what has
 * graphs inside ({@code If}, {@code Loop}, {@code Scan}), what draws its own random numbers, since an image is a pure function of its lineage, and what
 * decodes pictures or text.
 */
final class Operators {
    private static final Set<String> STANDARD_NAMES = Set.of("", "ai.onnx");
    private static final String MICROSOFT_NAME = "com.microsoft";

    private static final Set<String> STANDARD = words("""
            Abs Acos Add And ArgMax ArgMin Asin Atan AveragePool BatchNormalization Cast CastLike Ceil Clip Concat Constant
            ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear Div DynamicQuantizeLinear
            Einsum Elu Equal Erf Exp Expand Flatten Floor Gather GatherElements GatherND Gelu Gemm GlobalAveragePool Greater
            GreaterOrEqual GroupNormalization HardSigmoid HardSwish Identity InstanceNormalization IsInf IsNaN LayerNormalization
            LeakyRelu Less LessOrEqual Log LogSoftmax MatMul MatMulInteger Max MaxPool Mean Min Mish Mod Mul Neg NonZero Not OneHot Or
            PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RMSNormalization Range Reciprocal ReduceL2 ReduceMax ReduceMean
            ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize RotaryEmbedding Round ScatterElements ScatterND Selu Shape Sigmoid
            Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Swish Tan Tanh Tile TopK
            Transpose Trilu Unsqueeze Upsample Where Xor
            """);

    private static final Set<String> MICROSOFT = words("""
            Attention BiasAdd BiasGelu BiasSoftmax BiasSplitGelu DequantizeLinear DynamicQuantizeMatMul EmbedLayerNormalization FastGelu
            FusedConv FusedGemm FusedMatMul Gelu GroupNorm LayerNormalization MatMulInteger16 MatMulIntegerToFloat MatMulNBits
            MultiHeadAttention NhwcConv PackedAttention PackedMultiHeadAttention QAttention QGemm QLinearAdd QLinearConcat
            QLinearMul QLinearSigmoid QLinearSoftmax QuantizeLinear QuickGelu RotaryEmbedding SimplifiedLayerNormalization
            SkipGroupNorm SkipLayerNormalization SkipSimplifiedLayerNormalization
            """);

    private Operators() {}

    static boolean allow(String domain, String type) {
        if (STANDARD_NAMES.contains(domain)) {
            return STANDARD.contains(type);
        }
        return domain.equals(MICROSOFT_NAME) && MICROSOFT.contains(type);
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
