package dev.echelon.internal.linalg;

class JavaKernelsTest implements DenseKernelsContract {
    @Override
    public DenseKernels kernels() {
        return JavaKernels.INSTANCE;
    }
}
