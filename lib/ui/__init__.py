"""The only room of lib/ that knows Streamlit: the frame and what pages are put together from."""
