//! What software other servers run, learnt from NodeInfo.
